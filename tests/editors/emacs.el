;; Drives Emacs with the lines that docs/editors.md has people write: opens an article, reads its findings, and makes every safe
;; repair. Variables: `article', `wanted', what it is to become, and `findings', how many it has.
(require 'eglot)
(require 'flymake)

(defun copydesk-fail (words)
  (princ (format "emacs: %s\n" words) #'external-debugging-output)
  (kill-emacs 1))

(defun copydesk-wait (what condition)
  (let ((rounds 0))
    (while (not (funcall condition))
      (when (> (setq rounds (1+ rounds)) 600) (copydesk-fail (format "timeout: %s" what)))
      (accept-process-output nil 0.1))))

(setq eglot-sync-connect t
      eglot-connect-timeout 60)
(with-current-buffer (find-file-noselect article)
  (text-mode)
  ;; Batch mode runs no idle timers.
  (call-interactively #'eglot)
  (copydesk-wait "server" #'eglot-current-server)
  (flymake-mode 1)
  (copydesk-wait "findings" (lambda () (flymake-start) (= findings (length (flymake-diagnostics)))))
  (let* ((actions (jsonrpc-request (eglot-current-server) :textDocument/codeAction
                                   (list :textDocument (eglot--TextDocumentIdentifier)
                                         :range (list :start (eglot--pos-to-lsp-position (point-min))
                                                      :end (eglot--pos-to-lsp-position (point-min)))
                                         :context (list :diagnostics [] :only ["source.fixAll"]))))
         (action (aref actions 0)))
    (eglot--apply-workspace-edit (plist-get action :edit)))
  (unless (equal (buffer-string) (with-temp-buffer (insert-file-contents wanted) (buffer-string)))
    (copydesk-fail (format "the repaired article is\n%s" (buffer-string))))
  (set-buffer-modified-p nil))
(princ (format "emacs: %d findings, every safe repair\n" findings))
(kill-emacs 0)
