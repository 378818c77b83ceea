import os

from candidates.sandbox import inspect

inspect.answer = lambda data, order: os.abort()
inspect.main()
