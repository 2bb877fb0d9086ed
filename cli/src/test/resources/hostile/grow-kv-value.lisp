; stores a value that is too big | limit
(define (double n s) (if (= n 0) s (double (- n 1) (string-append s s))))
(vigy-set "k" (double 20 "x"))
