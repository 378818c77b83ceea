from candidates.sandbox import inspect


def answer(data, order):
    while True:
        pass


inspect.answer = answer
inspect.main()
