"""The demo: invented councils, people, addresses and cases. Everything happens through the same verbs that officers use."""
