; takes more of a cycle than there can be | limit
(lazy-take 9223372036854775807 (cycle '(1 2 3)))
