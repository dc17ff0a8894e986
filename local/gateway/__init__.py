"""API Gateway and CloudFront on a laptop, configured by the templates alone."""
