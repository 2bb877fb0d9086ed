; catches errors while it grows a list of lists | limit
(define all '())
(while #t
  (try (throw all) (catch (e) (set! all (list e e e)))))
