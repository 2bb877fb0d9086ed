; catches every error and goes on for ever | limit
(while #t
  (try (car '()) (catch (e) e)))
