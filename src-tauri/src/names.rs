["act_as", "call_off", "lock_desk", "take_up", "door", "stir", "pick_path", "cancel_job", "open_folder", "open_library", "last_bundle", "remember_bundle", "set_view"]
