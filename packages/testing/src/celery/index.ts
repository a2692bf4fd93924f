// Real Celery workers for tests.
export {};
