; interns ever new keywords | limit
(define n 0)
(while #t
  (set! n (+ n 1))
  (string->keyword (str "keyword-" n)))
