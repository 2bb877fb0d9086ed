; maps nested 100,000 deep as a payload | limit
(define (nest n x) (if (= n 0) x (nest (- n 1) (hash-map "m" x))))
(vigy-update (nest 100000 1))
