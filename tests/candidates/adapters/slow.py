import time

from candidates.sandbox import inspect

answered = inspect.answer
inspect.answer = lambda data, order: (time.sleep(2), answered(data, order))[1]
inspect.main()
