import time

from candidates.sandbox import inspect

answered = inspect.answer


def answer(data, order):
    if b"%hanging" in data:
        time.sleep(60)
    return answered(data, order)


inspect.answer = answer
inspect.main()
