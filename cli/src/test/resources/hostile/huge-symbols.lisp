; interns ever new symbols | limit
(define n 0)
(while #t
  (set! n (+ n 1))
  (string->symbol (str "symbol-" n)))
