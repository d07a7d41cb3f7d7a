"""The index's limits, with the day on which they were read, and our own for what is opened."""

READ_ON = "2026-08-21"  # the state of the index's source that these numbers come from
MIB = 1024 * 1024

FILE_SIZE = 100 * MIB
FILE_SIZE_CAP = 1024 * MIB
PROJECT_SIZE = 10 * 1024 * MIB
RELEASE_DAYS = 14
RATIO_FROM = 64 * MIB
RATIO = 50
SUMMARY = 512
LABEL = 32
NAME_BYTES = 255
SCANNED_FILE = 5 * MIB
ATTESTATIONS = 2

METADATA_VERSIONS = frozenset({"1.0", "1.1", "1.2", "2.1", "2.2", "2.3", "2.4", "2.5"})
"""Metadata versions that the index knew."""

NEWER_METADATA = frozenset({"2.6"})  # metadata versions that exist and that the index did not know
MEMBER_READ = 32 * MIB  # bytes of one member of a `.dist-info` folder that are read at most
METADATA = 8 * MIB  # bytes of a METADATA or PKG-INFO that is judged
HEADERS = 512 * 1024  # bytes of its fields, without the description
VALUES = 10_000  # values of one field that are judged
VALUE = 64 * 1024  # characters of a value; of a description, METADATA, and of a Markdown one its beginning
RST_LINES = 20_000  # lines of a reStructuredText description that are rendered
RST = MIB  # characters of a reStructuredText description that are rendered
RST_MARKS = 40_000  # characters of inline markup in a reStructuredText description that are rendered
NESTING = 50  # parentheses within each other in a requirement or licence that are judged
RECURSION = 1000  # parentheses within each other on which the index's parser breaks: Python's recursion limit
DIRECTORY_READ = 32 * MIB  # bytes of a zip's central directory beyond which it is not opened
TAR_READ = 2048 * MIB  # bytes that an sdist may unpack to before reading stops; beyond that, RATIO counts
TAR_END = 64 * MIB  # bytes that may follow the last member of a tar
TAR_MEMBERS = 100_000  # members of an sdist after which reading stops
TAR_ONE_READ = 16 * MIB  # bytes of one header record of a tar that are read at most
SCAN_TOTAL = 1024 * MIB  # bytes of Python code in a wheel that are searched at most
