; recurses through the comparator of a sort | depth-exceeded
(define (down a b) (first (sort-by down '(2 1))))
(down 1 2)
