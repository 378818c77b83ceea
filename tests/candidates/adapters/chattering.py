import sys

from candidates.sandbox import inspect


def answer(data, order):
    while True:
        sys.stdout.write("x" * 100_000)


inspect.answer = answer
inspect.main()
