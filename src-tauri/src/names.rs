["act_as", "pick_path", "cancel_job", "open_folder", "set_view"]
