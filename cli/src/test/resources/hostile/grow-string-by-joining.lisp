; joins ever longer pieces | limit
(define (grow s) (grow (string-join s (list s s s))))
(grow "x")
