from __future__ import annotations

import threading

import rich

from gonogo.system.quiet import quiet


def test_many_threads_may_be_quiet_at_once_and_the_console_speaks_again_afterwards(capsys):
    started, go_on = threading.Barrier(4), threading.Event()

    def printing() -> None:
        with quiet():
            started.wait()
            rich.print("not a word")
            go_on.wait()

    threads = [threading.Thread(target=printing) for _ in range(3)]
    for thread in threads:
        thread.start()
    started.wait()
    with quiet():
        go_on.set()
        for thread in threads:
            thread.join()
        rich.print("nor here")
    assert capsys.readouterr().out == ""
    rich.print("again")
    assert capsys.readouterr().out == "again\n"
