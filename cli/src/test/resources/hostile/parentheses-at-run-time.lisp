; reads 262,144 parentheses at run time | reader limit depth-exceeded
(define (double n s) (if (= n 0) s (double (- n 1) (string-append s s))))
(read-string (double 18 "("))
