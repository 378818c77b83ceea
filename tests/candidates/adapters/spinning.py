from privacy.sandbox.limits import set_sizes

set_sizes(memory=640_000_000, cpu_seconds=1)
while True:
    pass
