; alternatives that overlap | user limit native-fn
(define (double n s) (if (= n 0) s (double (- n 1) (string-append s s))))
(string-match "(a|a|aa)*b" (double 12 "a"))
(throw "survived")
