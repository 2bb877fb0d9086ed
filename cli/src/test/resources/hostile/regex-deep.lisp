; a pattern of 100,000 groups in each other | user limit native-fn reader
(define (double n s) (if (= n 0) s (double (- n 1) (string-append s s))))
(string-match (string-append (double 17 "(") (double 17 ")")) "a")
(throw "survived")
