; sorts with a comparator that never answers | limit
(sort-by (lambda (a b) (while #t 1)) '(3 1 2))
