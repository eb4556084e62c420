"""Rules on the application and what it rests on. Rules on the pilot years stand beside."""
