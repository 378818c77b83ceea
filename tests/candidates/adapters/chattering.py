import sys

sys.stdin.buffer.read()
while True:
    sys.stdout.write("x" * 100_000)
