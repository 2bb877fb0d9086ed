; a list nested 100,000 deep given to vigy-trace | limit
(define (nest n x) (if (= n 0) x (nest (- n 1) (list x))))
(define deep (nest 100000 1))
(vigy-trace "k" deep)
