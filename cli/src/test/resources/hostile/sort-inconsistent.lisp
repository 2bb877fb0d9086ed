; sorts 50,000 elements by a comparator that contradicts itself | user limit
(define n 0)
(sort-by (lambda (a b) (set! n (+ n 1)) (odd? n)) (range 50000))
(throw "survived")
