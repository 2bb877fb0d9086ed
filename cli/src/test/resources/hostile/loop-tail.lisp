; calls itself in tail position for ever | limit
(define (again) (again))
(again)
