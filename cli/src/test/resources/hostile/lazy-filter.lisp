; looks for the first match in an endless sequence that has none | limit
(lazy-filter string? (iterate-lazy inc 0))
