; realizes an endless sequence | limit
(realize (iterate-lazy inc 0))
