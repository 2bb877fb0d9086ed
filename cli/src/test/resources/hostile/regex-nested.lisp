; a pattern that takes exponential time where matching is careless | user limit native-fn
(define (double n s) (if (= n 0) s (double (- n 1) (string-append s s))))
(string-match "(a+)+$" (string-append (double 12 "a") "!"))
(throw "survived")
