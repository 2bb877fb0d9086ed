; ends with a value nested 200,000 deep, which has to be let go | ok
(define (nest n x) (if (= n 0) x (nest (- n 1) (list x))))
(nest 200000 1)
