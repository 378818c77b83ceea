from candidates.sandbox import inspect

inspect.answer = lambda data, order: {"verdict": "refused", "reason": "<script>"}
inspect.main()
