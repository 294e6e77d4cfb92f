//! Connections: accepted, bounded in number and time, each request judged, read and answered on a thread.

use std::convert::Infallible;
use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::{Body as _, Incoming};
use hyper::header::{self, HeaderMap, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

use super::access::{Access, Allowed};
use super::answer::Answer;
use super::limits::Limits;
use super::request::Request;
use super::site::Site;

/// The largest head of a request, in bytes: an article of a page can come in the address.
const HEAD: usize = 256 << 10;
/// How long nothing is accepted after the system could give no connection.
const PAUSE: Duration = Duration::from_millis(100);
/// How often a site is asked whether it is over. The last answer has as long to reach its client.
const LOOK: Duration = Duration::from_millis(250);

/// What all connections share.
struct Shared {
    access: Access,
    limits: Limits,
    site: Arc<dyn Site>,
    /// One for each thread that answers.
    threads: Semaphore,
    /// One for each request that may wait for one, or have one.
    places: Semaphore,
}

/// Accepts connections until the site is over.
///
/// # Errors
/// What the system says when it has no means to listen.
pub async fn serve(
    listener: TcpListener,
    threads: usize,
    access: Access,
    limits: Limits,
    site: Arc<dyn Site>,
) -> io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let connections = Arc::new(Semaphore::new(limits.connections));
    let (threads, places) = (Semaphore::new(threads), Semaphore::new(threads + limits.waiting));
    let shared = Arc::new(Shared { access, limits, site, threads, places });
    let accept = async {
        loop {
            // Never closed.
            let Ok(place) = Arc::clone(&connections).acquire_owned().await else { return };
            match listener.accept().await {
                Ok((stream, _)) => {
                    let shared = Arc::clone(&shared);
                    tokio::spawn(async move {
                        connection(stream, shared).await;
                        drop(place);
                    });
                }
                // No connection is left, or this one ended before it began.
                Err(_) => sleep(PAUSE).await,
            }
        }
    };
    let over = async {
        while !shared.site.is_over() {
            sleep(LOOK).await;
        }
        sleep(LOOK).await;
    };
    tokio::select! {
        () = accept => {}
        () = over => {}
    }
    Ok(())
}

/// Answers what one client asks. What goes wrong with its connection is its own affair.
async fn connection(stream: TcpStream, shared: Arc<Shared>) {
    let limits = shared.limits.clone();
    let service = service_fn(move |request| {
        let shared = Arc::clone(&shared);
        async move { Ok::<_, Infallible>(respond(request, &shared).await) }
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(limits.head).max_buf_size(HEAD);
    let mut connection = std::pin::pin!(builder.serve_connection(TokioIo::new(stream), service));
    tokio::select! {
        _ = connection.as_mut() => return,
        () = sleep(limits.connection) => connection.as_mut().graceful_shutdown(),
    }
    let _ = timeout(limits.sending, connection).await;
}

async fn respond(request: hyper::Request<Incoming>, shared: &Shared) -> Response<Full<Bytes>> {
    let (head, body) = request.into_parts();
    let Allowed(origin) = match shared.access.judge(&head.method, &head.headers) {
        Ok(allowed) => allowed,
        Err(answer) => return response(answer, None),
    };
    if head.method == Method::OPTIONS {
        return permission(origin.as_deref());
    }
    let request = match Request::of_address(&head.method, head.uri.path(), head.uri.query()) {
        Ok(request) => request,
        Err(answer) => return response(answer, origin.as_deref()),
    };
    let answer = match read(request, &head.headers, body, shared).await {
        Ok(request) => ask(request, shared).await,
        Err(answer) => answer,
    };
    response(answer, origin.as_deref())
}

/// A request with what was sent.
async fn read(mut request: Request, headers: &HeaderMap, body: Incoming, shared: &Shared) -> Result<Request, Answer> {
    let limit = shared.limits.body;
    let too_large = || {
        let why = format!("a request of more than {} MiB is not read", limit >> 20);
        Answer::refused(StatusCode::PAYLOAD_TOO_LARGE, why)
    };
    if body.size_hint().lower() > limit as u64 {
        return Err(too_large());
    }
    let sent = match timeout(shared.limits.sending, Limited::new(body, limit).collect()).await {
        Ok(Ok(sent)) => sent.to_bytes(),
        Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => return Err(too_large()),
        Ok(Err(_)) => return Err(Answer::bad("the request ends before its end")),
        Err(_) => return Err(Answer::refused(StatusCode::REQUEST_TIMEOUT, "the request took too long to come")),
    };
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    request.take_body(kind.unwrap_or_default(), sent)?;
    shared.access.admit(headers, &request)?;
    Ok(request)
}

/// Has the site answer, on a thread of its own, when one is free.
async fn ask(request: Request, shared: &Shared) -> Answer {
    let busy = || Answer::refused(StatusCode::SERVICE_UNAVAILABLE, "the server is busy; ask again in a moment");
    let Ok(_place) = shared.places.try_acquire() else { return busy() };
    let Ok(Ok(_thread)) = timeout(shared.limits.wait, shared.threads.acquire()).await else { return busy() };
    let site = Arc::clone(&shared.site);
    match tokio::task::spawn_blocking(move || site.answer(&request)).await {
        Ok(answer) => answer,
        Err(_) => {
            Answer::refused(StatusCode::INTERNAL_SERVER_ERROR, "copydesk failed; the terminal it runs in says where")
        }
    }
}

/// An answer as HTTP sends it.
fn response(answer: Answer, origin: Option<&str>) -> Response<Full<Bytes>> {
    let closes = answer.status.is_client_error() && answer.status != StatusCode::NOT_FOUND;
    let mut response = Response::new(Full::new(answer.body));
    *response.status_mut() = answer.status;
    let headers = response.headers_mut();
    let mut set = |name, value| drop(headers.insert(name, HeaderValue::from_static(value)));
    set(header::CONTENT_TYPE, answer.kind);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::CACHE_CONTROL, "no-store");
    // An address may hold a token.
    set(header::REFERRER_POLICY, "no-referrer");
    if closes {
        // What is left of a request that was refused is not read.
        set(header::CONNECTION, "close");
    }
    match answer.policy.and_then(|policy| HeaderValue::from_str(&policy).ok()) {
        Some(policy) => drop(headers.insert(header::CONTENT_SECURITY_POLICY, policy)),
        None => drop(headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'"))),
    }
    allow(headers, origin);
    response
}

/// What a browser is told that asks whether a page may ask.
fn permission(origin: Option<&str>) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::new()));
    *response.status_mut() = StatusCode::NO_CONTENT;
    let headers = response.headers_mut();
    headers.insert(header::ALLOW, HeaderValue::from_static("GET, POST, OPTIONS"));
    if origin.is_some() {
        let mut set = |name: &'static str, value| drop(headers.insert(name, HeaderValue::from_static(value)));
        set("access-control-allow-methods", "GET, POST");
        set("access-control-allow-headers", "authorization, content-type, accept");
        set("access-control-max-age", "600");
        // Pages of the public web that are let in by name may ask a machine in the house.
        set("access-control-allow-private-network", "true");
    }
    allow(headers, origin);
    response
}

/// Lets the page of an origin read the answer.
fn allow(headers: &mut HeaderMap, origin: Option<&str>) {
    if let Some(origin) = origin.and_then(|origin| HeaderValue::from_str(origin).ok()) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::VARY, HeaderValue::from_static("origin"));
    }
}
