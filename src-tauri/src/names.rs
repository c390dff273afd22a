["act_as", "call_off", "lock_desk", "take_up", "door", "stir", "pick_path", "cancel_job", "open_folder", "set_view"]
