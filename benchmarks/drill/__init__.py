"""`make drill`: is every scheduled post made exactly once, whatever dies?"""
