; a step that no longer changes the number | limit native-fn
(range 1e17 2e17 1)
