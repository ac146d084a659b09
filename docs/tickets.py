# Draws the same again: python3 docs/tickets.py SEED N < keys.txt   (one key a line, those of one stratum or one village)
# For the villages themselves: the seed with /cluster behind it, and N points; a line "village TAB key" for each household.
import hashlib, sys
def ticket(seed, key):
    first = hashlib.sha256(seed.encode()).hexdigest()
    number = int(hashlib.sha256((first + key).encode()).hexdigest(), 16)
    return "0." + f"{number:064d}"[::-1]
seed, count = sys.argv[1], int(sys.argv[2])
lines = [line.rstrip("\r\n").split("\t") for line in sys.stdin if line.strip()]
for parts in sorted(lines, key=lambda parts: ticket(seed, parts[-1]))[:count]:
    print(ticket(seed, parts[-1])[:17], *parts)
