import sys

sys.stdin.buffer.read()
print('{"verdict": "refused", "reason": "<script>"}')
