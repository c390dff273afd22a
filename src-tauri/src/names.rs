["act_as", "lock_desk", "door", "stir", "pick_path", "cancel_job", "open_folder", "set_view"]
