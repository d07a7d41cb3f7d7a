import demo

def test_main():
    demo.main()
