use idol_runtime::NotificationHandler;

/// As a generated server trait requires it.
trait InOrderImpl: NotificationHandler {}

struct MyServer;

impl InOrderImpl for MyServer {}

fn main() {}
