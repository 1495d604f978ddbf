"""The scripted orders of the demonstration: the documentation's partner, and volumes at every threshold."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

# One row an order: partner number, day, value of the goods in roubles (delivery comes on top), status, and
# for a return the day of the order that it returns. Partner 7 is the story. 11 to 16 stand at the brackets of
# the growth commission, one kopeck below, at and above (100 000 and 500 000 in June, 80 000 and 300 000 in
# September); 14 and 15 besides at a rolling volume of 400 000, 17 and 18 at one of 120 000, 21 and 22 at the
# minimum of the first order bonus. 23 has nothing but cancelled orders, 29 a month of returns only.
_SCRIPT = """
7 2026-05-03   9900.00 paid
7 2026-05-11   7900.00 paid
7 2026-05-14   5600.00 paid
7 2026-05-19  12400.00 paid
7 2026-05-22   4200.00 cancelled
7 2026-05-26   5460.00 paid
7 2026-06-02  14900.00 paid
7 2026-06-09   9405.00 paid
7 2026-06-13   7347.00 paid
7 2026-06-18  12400.00 paid
7 2026-06-24   8400.00 paid
7 2026-06-28   5865.50 paid
7 2026-07-01  29800.00 paid
7 2026-07-06  12400.00 paid
7 2026-07-10  18600.00 paid
7 2026-07-15   9207.00 paid
7 2026-07-20  14900.00 paid
7 2026-07-23   6533.20 paid
7 2026-07-29   5400.00 paid
7 2026-08-03  24800.00 paid
7 2026-08-07  31500.00 paid
7 2026-08-12   9900.00 paid
7 2026-08-17  14155.00 paid
7 2026-08-21  22600.00 paid
7 2026-08-26  18117.60 paid
7 2026-08-30  10400.00 paid
7 2026-09-02  37200.00 paid
7 2026-09-05  19800.00 paid
7 2026-09-09  14900.00 paid
7 2026-09-14  41300.00 paid
7 2026-09-18  12400.00 paid
7 2026-09-22  27900.00 paid
7 2026-09-25  -9900.00 returned 2026-09-05
7 2026-09-28  24609.00 paid
7 2026-10-01  48600.00 paid
7 2026-10-03  19950.00 paid
7 2026-10-06  62000.00 paid
7 2026-10-08  14900.00 paid
7 2026-10-11  27345.50 paid
7 2026-10-13   8400.00 cancelled
7 2026-10-15  39800.00 paid
7 2026-10-19  22134.90 paid
7 2026-10-21 -12400.00 returned 2026-10-06
7 2026-10-23  56700.00 paid
7 2026-10-27  31288.00 paid
7 2026-10-29  15900.00 paid
7 2026-10-31  16100.00 paid
7 2026-11-02  18300.00 paid
7 2026-11-04  27900.00 paid
7 2026-11-06   9207.00 paid
7 2026-11-09  14900.00 paid
7 2026-11-11   4348.30 paid
7 2026-11-18  22400.00 paid
11 2026-06-16  99999.99 paid
12 2026-06-16 100000.00 paid
13 2026-06-16 100000.01 paid
14 2026-06-16 499999.99 paid
15 2026-06-16 500000.00 paid
16 2026-06-16 500000.01 paid
14 2026-08-11 100000.00 paid
15 2026-08-11 100000.00 paid
11 2026-09-30  79999.99 paid
12 2026-09-30  80000.00 paid
13 2026-09-30  80000.01 paid
14 2026-09-30 299999.99 paid
15 2026-09-30 300000.00 paid
16 2026-09-01 300000.01 paid
17 2026-08-31 120000.00 paid
18 2026-08-31 119999.99 paid
21 2026-06-30   4999.99 paid
21 2026-07-01   8000.00 paid
22 2026-06-30   5000.00 paid
22 2026-07-01   8000.00 paid
23 2026-07-08   6900.00 cancelled
23 2026-10-14   9900.00 cancelled
29 2026-09-08  12400.00 paid
29 2026-09-17   7900.00 paid
29 2026-10-02 -12400.00 returned 2026-09-08
29 2026-10-05  -7900.00 returned 2026-09-17
"""


@dataclass(frozen=True)
class ScriptedOrder:
    """One scripted order; `net` is in kopecks, `returns` the day of the order that this return takes back."""

    partner: int
    day: date
    net: int
    status: str
    returns: date | None


def _read(line: str) -> ScriptedOrder:
    partner, day, net, status, *returned = line.split()
    return ScriptedOrder(
        partner=int(partner),
        day=date.fromisoformat(day),
        net=int(Decimal(net) * 100),
        status=status,
        returns=date.fromisoformat(returned[0]) if returned else None,
    )


SCRIPTED_ORDERS: tuple[ScriptedOrder, ...] = tuple(_read(line) for line in _SCRIPT.strip().splitlines())
"""All scripted orders, partner by partner."""

SCRIPTED_PARTNERS: frozenset[int] = frozenset({order.partner for order in SCRIPTED_ORDERS} | {19})
"""Numbers of the partners who have scripted orders and no others; 19 has none at all."""
