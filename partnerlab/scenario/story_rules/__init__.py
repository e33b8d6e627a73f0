"""What holds over a whole story: each rule looks at it when it has been played."""
