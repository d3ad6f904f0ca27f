"""Who somebody is: a guest from the first click, an account when they want one."""
