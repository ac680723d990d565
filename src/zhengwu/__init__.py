"""zhengwu (政务): exact figures of Chinese district government-service offices."""
