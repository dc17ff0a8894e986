"""What calls functions by itself: change streams, queues and schedules, polled as Lambda polls them."""
