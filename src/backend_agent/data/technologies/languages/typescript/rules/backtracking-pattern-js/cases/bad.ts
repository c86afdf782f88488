const account = /([0-9]+)+\#/; // expect: backtracking-pattern-js
